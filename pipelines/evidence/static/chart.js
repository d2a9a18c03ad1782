// The chart of an indicator: one line or set of dots a basis, each with a shape and colour of its own.
"use strict";
(async () => {
  const box = document.getElementById("chart");
  const drawings = await solieu.load(box.dataset.chart);
  const YEAR = 365.25 * 86400;
  const SHAPES = { year: "circle", half_year: "square", quarter: "triangle", month: "ring", year_to_date: "diamond",
    range: "cross", as_of: "square", unscored: "cross", target: "flag", vintage: "ring", implied: "hollow" };
  const COLOURS = { year: 1, half_year: 5, quarter: 3, month: 4, year_to_date: 2, range: 6, as_of: 3, unscored: 6,
    target: 6, vintage: 5, implied: 1 };
  const side = () => (solieu.language() === "vi" ? 0 : 1);
  const locale = () => (side() ? "en-GB" : "vi-VN");
  const words = { unit: ["Đơn vị", "Unit"], show: ["Hiện trên biểu đồ", "Shown in the chart"] };

  /** A colour of the style sheet as the canvas reads it. */
  function colour(name) {
    const probe = document.createElement("span");
    probe.style.color = `var(--${name})`;
    box.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  }

  function path(shape, x, y, r) {
    const p = new Path2D();
    if (shape === "square") p.rect(x - r * .9, y - r * .9, r * 1.8, r * 1.8);
    else if (shape === "diamond") { p.moveTo(x, y - r * 1.3); p.lineTo(x + r * 1.3, y); p.lineTo(x, y + r * 1.3); p.lineTo(x - r * 1.3, y); p.closePath(); }
    else if (shape === "triangle") { p.moveTo(x, y - r * 1.2); p.lineTo(x + r * 1.2, y + r); p.lineTo(x - r * 1.2, y + r); p.closePath(); }
    else if (shape === "cross") { p.moveTo(x - r, y - r); p.lineTo(x + r, y + r); p.moveTo(x + r, y - r); p.lineTo(x - r, y + r); }
    else if (shape === "flag") { p.moveTo(x - r * 1.6, y); p.lineTo(x + r * 1.6, y); p.moveTo(x, y - r * 1.2); p.lineTo(x, y + r * 1.2); }
    else p.arc(x, y, r, 0, 2 * Math.PI);
    return p;
  }

  function symbol(context, shape, x, y, r, ink, paper) {
    const p = path(shape, x, y, r);
    context.lineWidth = Math.max(r / 2.6, 1);
    context.strokeStyle = ink;
    context.setLineDash([]);
    context.fillStyle = shape === "ring" || shape === "hollow" ? paper : ink;
    if (shape === "hollow") context.setLineDash([r * .6, r * .5]);
    if (shape !== "cross" && shape !== "flag") context.fill(p);
    context.stroke(p);
    context.setLineDash([]);
  }

  function swatch(group) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 32;
    canvas.style.width = canvas.style.height = "16px";
    canvas.setAttribute("aria-hidden", "true");
    symbol(canvas.getContext("2d"), SHAPES[group.key], 16, 16, 9, colour(`series-${COLOURS[group.key]}`), colour("raised"));
    return canvas;
  }

  function option(type, name, checked, label, mark) {
    const input = document.createElement("input");
    Object.assign(input, { type, name, checked });
    const holder = document.createElement("label");
    holder.append(input, ...(mark ? [mark] : []), label);
    return [holder, input];
  }

  function controls(legend, children) {
    const set = document.createElement("fieldset");
    set.className = "controls";
    const name = document.createElement("legend");
    name.textContent = legend;
    set.append(name, ...children);
    return set;
  }

  /** The columns that uPlot draws: every day once, and of each group its point on it; of several, each on its own row. */
  function columns(groups) {
    const days = new Map();
    groups.forEach((group, at) => group.points.forEach((point) => {
      const rows = days.get(point[0]) ?? days.set(point[0], []).get(point[0]);
      const free = rows.find((row) => row.points[at] === undefined);
      if (free) free.points[at] = point;
      else { const points = []; points[at] = point; rows.push({ day: point[0], points }); }
    }));
    return [...days.values()].flat().sort((one, other) => one.day - other.day);
  }

  let plot = null;
  let current = 0;
  const visible = new Map();

  function draw() {
    const drawing = drawings[current];
    plot?.destroy();
    box.replaceChildren();
    if (drawings.length > 1) {
      box.append(controls(words.unit[side()], drawings.map((other, at) => {
        const [holder, input] = option("radio", "unit", at === current, other.unit[side()]);
        input.addEventListener("change", () => { current = at; draw(); });
        return holder;
      })));
    }
    const rows = columns(drawing.groups);
    box.append(controls(words.show[side()], drawing.groups.map((group, at) => {
      const key = `${current}:${group.key}`;
      if (!visible.has(key)) visible.set(key, group.shown);
      const [holder, input] = option("checkbox", "groups", visible.get(key), group.name[side()], swatch(group));
      input.addEventListener("change", () => { visible.set(key, input.checked); plot.setSeries(at + 1, { show: input.checked }); });
      return holder;
    })));
    const axis = document.createElement("p");
    axis.className = "axis-name";
    axis.textContent = drawing.unit[side()];
    const holder = document.createElement("div");
    holder.className = "plot";
    holder.setAttribute("role", "img");
    const total = drawing.groups.reduce((sum, group) => sum + group.points.length, 0);
    holder.setAttribute("aria-label", [`${box.dataset.nameVi}: biểu đồ ${total} giá trị, ${drawing.unit[0]}`,
      `${box.dataset.nameEn}: chart of ${total} values, ${drawing.unit[1]}`][side()]);
    box.append(axis, holder);
    const values = drawing.groups.map((_, at) => rows.map((row) => (row.points[at] ? row.points[at][1] / drawing.factor : null)));
    plot = new uPlot(options(drawing, rows, holder), [rows.map((row) => row.day), ...values], holder);
  }

  function options(drawing, rows, holder) {
    const format = new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 });
    const ink = colour("quiet"), rule = colour("rule"), ratio = devicePixelRatio;
    const grid = { stroke: rule, width: 1 };
    const shown = () => drawing.groups.map((group) => visible.get(`${current}:${group.key}`));
    const font = '12px "Noto Sans", "Segoe UI", system-ui, sans-serif';
    return {
      width: holder.clientWidth, height: Math.max(240, Math.min(360, holder.clientWidth * .45)),
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), "Etc/UTC"),
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
      scales: {
        x: { range: (_, low, high) => { const pad = Math.max((high - low) * .08, YEAR / 3); return [low - pad, high + pad]; } },
        y: { range: (_, low, high) => [Math.min(0, low * 1.1), Math.max(0, high * 1.12) || 1] },
      },
      axes: [
        { stroke: ink, grid: { show: false }, ticks: grid, font, space: 70, incrs: [YEAR / 12, YEAR / 4, YEAR, 2 * YEAR, 5 * YEAR],
          splits: (_, __, low, high, incr) => months(low, high, incr),
          values: (_, splits) => splits.map((at) => { const day = new Date(at * 1e3); return day.getUTCMonth() === 0
            ? String(day.getUTCFullYear()) : `${day.getUTCMonth() + 1}/${day.getUTCFullYear()}`; }) },
        { stroke: ink, grid, ticks: { show: false }, font, size: 64, values: (_, splits) => splits.map((at) => format.format(at)) },
      ],
      series: [{}, ...drawing.groups.map((group) => ({
        show: visible.get(`${current}:${group.key}`), stroke: colour(`series-${COLOURS[group.key]}`), width: 1.75,
        spanGaps: true, points: { show: false }, ...(group.line ? {} : { paths: () => null }),
      }))],
      hooks: {
        drawSeries: [(chart, at) => {
          const group = drawing.groups[at - 1];
          const inkOfGroup = colour(`series-${COLOURS[group.key]}`), paper = colour("raised");
          rows.forEach((row) => {
            const point = row.points[at - 1];
            if (!point) return;
            const x = chart.valToPos(point[0], "x", true), y = chart.valToPos(point[1] / drawing.factor, "y", true);
            symbol(chart.ctx, SHAPES[group.key], x, y, 4.5 * ratio, inkOfGroup, paper);
          });
        }],
        ready: [(chart) => pointer(chart, drawing, rows, holder, shown)],
      },
    };
  }

  /** Days that begin a month, quarter or year, for the axis. */
  function months(low, high, incr) {
    const step = Math.max(Math.round(incr / (YEAR / 12)), 1), splits = [];
    const first = new Date(low * 1e3).getUTCFullYear();
    for (let month = 0; ; month += step) {
      const at = Date.UTC(first, month, 1) / 1e3;
      if (at > high) return splits;
      if (at >= low) splits.push(at);
    }
  }

  /** A tip at the nearest point, and a click that leads to its sentence. */
  function pointer(chart, drawing, rows, holder, shown) {
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.hidden = true;
    holder.append(tip);
    const nearest = (event) => {
      const frame = chart.over.getBoundingClientRect();
      const x = event.clientX - frame.left, y = event.clientY - frame.top, on = shown();
      let best = null, least = 28;
      rows.forEach((row) => row.points.forEach((point, at) => {
        if (!on[at]) return;
        const away = Math.hypot(chart.valToPos(point[0], "x") - x, chart.valToPos(point[1] / drawing.factor, "y") - y);
        if (away < least) { least = away; best = [point, drawing.groups[at]]; }
      }));
      return best;
    };
    chart.over.addEventListener("mousemove", (event) => {
      const found = nearest(event);
      tip.hidden = !found;
      chart.over.style.cursor = found ? "pointer" : "default";
      if (!found) return;
      const [point, group] = found;
      const value = document.createElement("strong");
      value.textContent = point[3][side()];
      tip.replaceChildren(value, `${point[2][side()]} · ${group.name[side()]}`);
      const left = chart.valToPos(point[0], "x") + chart.over.offsetLeft, top = chart.valToPos(point[1] / drawing.factor, "y");
      tip.style.left = `${Math.min(left + 12, holder.clientWidth - tip.offsetWidth)}px`;
      tip.style.top = `${Math.max(top - tip.offsetHeight - 6, 0)}px`;
    });
    chart.over.addEventListener("mouseleave", () => { tip.hidden = true; });
    chart.over.addEventListener("click", (event) => {
      const found = nearest(event);
      if (found) location.href = solieu.base + found[0][4].replace("#", solieu.language() === "vi" ? "#" : "?lang=en#");
    });
  }

  draw();
  for (const change of ["solieu:language", "solieu:theme"]) document.addEventListener(change, draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  let width = box.clientWidth;
  new ResizeObserver(() => { if (Math.abs(box.clientWidth - width) > 8) { width = box.clientWidth; draw(); } }).observe(box);
})();
