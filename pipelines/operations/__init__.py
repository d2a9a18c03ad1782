"""How the pipeline runs day after day: the job, its schedule, the sensor on the landing folder."""
