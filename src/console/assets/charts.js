// Draws the page's charts from figures that it fetches once the page is there. The same figures are in the page's table.
// In a function of its own: all scripts of a page share their names.

(() => {
  /** Traffic moves each second; a curve of hours and days does not. */
  const EVERY_MS = 15_000;
  const HEIGHT = 200;
  let room = null;
  /** No axis counts half a message. */
  const WHOLE = Array.from({ length: 10 }, (_, n) => [1, 2, 5].map((step) => step * 10 ** n)).flat();
  const drawn = [];
  let data = null;
  let fetchedAt = 0;
  let timer = null;

  async function load() {
    timer = null;
    fetchedAt = Date.now();
    try {
      const answer = await fetch(room.dataset.charts, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      data = await answer.json();
    } catch {
      for (const plot of data === null ? room.querySelectorAll(".plot") : []) plot.textContent = room.dataset.failed;
      return;
    }
    draw();
  }

  function draw() {
    for (const chart of drawn.splice(0)) chart.destroy();
    for (const chart of data.charts) {
      const plot = room.querySelector(`[data-chart="${chart.name}"] .plot`);
      plot.replaceChildren();
      drawn.push(new uPlot(optionsOf(chart, plot), [data.at, ...chart.lines.map(({ values }) => values)], plot));
    }
    room.dataset.drawn = String(data.charts.length);
  }

  function optionsOf({ unit, lines }, plot) {
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    const axis = {
      stroke: colour("soft"),
      grid: { stroke: colour("line"), width: 1 },
      ticks: { stroke: colour("line") },
    };
    const locale = data.language === "id" ? "id-ID" : "en-GB";
    const of = formats(unit, locale);
    const times = { timeZone: data.timeZone, hourCycle: "h23" };
    const clock = new Intl.DateTimeFormat(locale, { ...times, hour: "2-digit", minute: "2-digit" });
    const day = new Intl.DateTimeFormat(locale, { ...times, day: "numeric", month: "short" });
    const tick = data.bucket === "hour" ? clock : day;
    const whole = new Intl.DateTimeFormat(locale, {
      ...times,
      weekday: "short",
      day: "numeric",
      month: "short",
      ...(data.bucket === "hour" ? { hour: "2-digit", minute: "2-digit" } : {}),
    });
    return {
      width: plot.clientWidth,
      height: HEIGHT,
      scales: { y: { range: (_chart, _least, most) => [0, unit === "percent" ? 1 : Math.max(1, (most ?? 0) * 1.1)] } },
      axes: [
        { ...axis, space: 60, values: (_chart, at) => at.map((one) => tick.format(one * 1000)) },
        {
          ...axis,
          size: 60,
          ...(unit === "count" ? { incrs: WHOLE } : {}),
          values: (_chart, values) => values.map(of),
        },
      ],
      series: [
        { label: data.when, value: (_chart, at) => (at == null ? "" : whole.format(at * 1000)) },
        ...lines.map(({ name }, n) => ({
          label: name,
          stroke: colour(`line-${n + 1}`),
          width: 2,
          dash: n % 2 === 0 ? [] : [6, 4],
          points: { show: data.at.length <= 31, size: 5 },
          value: (_chart, value) => (value == null ? "–" : of(value)),
        })),
      ],
    };
  }

  function formats(unit, locale) {
    if (unit === "percent") {
      const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
      return (value) => share.format(value);
    }
    const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    if (unit === "count") return (value) => number.format(value);
    return (ms) =>
      ms < 1000 ? `${number.format(ms)} ms` : `${number.format(ms / 1000)} ${data.language === "id" ? "dtk" : "s"}`;
  }

  function begin() {
    if (room !== null) return;
    room = document.querySelector("[data-charts]");
    if (room === null) return;
    void load();
    new ResizeObserver(() => {
      for (const chart of drawn) {
        const { clientWidth } = chart.root.parentElement;
        if (clientWidth > 0 && clientWidth !== chart.width) chart.setSize({ width: clientWidth, height: HEIGHT });
      }
    }).observe(room);
  }

  begin();
  // The first message may come while somebody looks on.
  document.body.addEventListener("htmx:afterSettle", begin);
  document.body.addEventListener("live:messages", () => {
    if (room !== null) timer ??= setTimeout(() => void load(), Math.max(0, fetchedAt + EVERY_MS - Date.now()));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => data !== null && draw());
})();
