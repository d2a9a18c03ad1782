"""Superset's settings for a Solieu beside it: state in one folder, no outside addresses, evidence pages served inside.

``serve.py`` sets the two variables that are read here.
"""

import os
import secrets
from pathlib import Path

from flask import Blueprint, Response, send_from_directory
from flask_login import login_required

HOME = Path(os.environ["SOLIEU_SUPERSET_HOME"])
SITE = Path(os.environ["SOLIEU_SUPERSET_SITE"])


def _kept_secret(name: str) -> str:
    """A secret of this installation, made at its first start."""
    path = HOME / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path.read_text(encoding="ascii")


SECRET_KEY = _kept_secret("secret-key")
ADMIN_PASSWORD = _kept_secret("admin-password")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}"
DATA_DIR = str(HOME)
LANGUAGES = {}
ROW_LIMIT = 5000
LOG_LEVEL = "WARNING"
SILENCE_FAB = True
# Every chart asks at once: a dashboard of one page is printed and photographed whole.
FEATURE_FLAGS = {"DASHBOARD_VIRTUALIZATION": False}

# As Superset's own policy, without the addresses of maps, fonts, badges and counters.
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}

evidence = Blueprint("evidence", __name__)


@evidence.get("/evidence/<path:page>")
@login_required
def evidence_page(page: str) -> Response:
    """A page of the site beside the warehouse: the ``evidence`` column of the datasets leads here."""
    return send_from_directory(SITE, page)


# The pages state a policy of their own, without the nonces of Superset's.
evidence_page.talisman_view_options = {"content_security_policy": None}
BLUEPRINTS = [evidence]
