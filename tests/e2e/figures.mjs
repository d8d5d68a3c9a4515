// What the page about speed shows, as data.
import { until } from "./person.mjs";

/** Measures so many rounds of something, such as "Keys of 2048 bits". */
export async function measure(tab, what, rounds, timeout = 180_000) {
  await tab.page.getByLabel("Rounds").fill(String(rounds));
  await tab.page.getByRole("button", { name: what }).click();
  await tab.page.locator("[data-running=yes]").waitFor();
  await until(async () => (await tab.page.locator("[data-running=no]").count()) === 1, `the figures of ${what}`, timeout);
}

/** All figures that stand on the page; the times are in milliseconds. */
export const figures = (tab) =>
  tab.page.$$eval("table.speed tbody tr", (rows) =>
    rows.map((row) => {
      const { operation, bits, rounds } = row.closest("table").dataset;
      const [mean_ms, median_ms, p95_ms] = [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent));
      return {
        operation,
        bits: Number(bits),
        engine: row.dataset.engine,
        kernel: row.querySelector(".hint").textContent.trim(),
        workers: Number(row.dataset.workers),
        shown: row.dataset.shown === "yes",
        n: Number(rounds),
        mean_ms,
        median_ms,
        p95_ms,
      };
    }),
  );
