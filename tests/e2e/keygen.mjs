// `cargo xtask bench keygen`: measures keys on the page about speed, in
// Chromium as it comes and with wide arithmetic switched on. Prints a table
// for each, and last one line of JSON.
import { start } from "./harness.mjs";

const ROUNDS = { 2048: process.argv[2] ?? "60", 4096: process.argv[3] ?? "15" };
const BROWSERS = [
  ["Chromium as it comes", []],
  ["with wide arithmetic", ["--enable-experimental-webassembly-features"]],
];

const results = [];
for (const [name, flags] of BROWSERS) {
  const site = await start(flags);
  const tab = await site.openPage("#/about/speed");
  for (const [bits, rounds] of Object.entries(ROUNDS)) {
    await tab.page.getByLabel("Keys of each engine").fill(rounds);
    await tab.page.getByRole("button", { name: `Measure ${bits} bits` }).click();
    await tab.page.locator("[data-running=no] [data-report]").waitFor({ timeout: 1_200_000 });
  }
  const report = JSON.parse(await tab.page.locator("[data-report]").innerText());
  tab.assertClean();
  await tab.close();
  await site.close();
  console.log(`\n${name}`);
  console.table(
    report.results.map(({ bits, engine, workers, kernel, n, mean_ms, median_ms, p95_ms }) => {
      const browser = report.results.find((other) => other.engine === "webcrypto" && other.bits === bits);
      return { bits, engine, workers, kernel, n, mean_ms, median_ms, p95_ms, "mean / webcrypto": (mean_ms / browser.mean_ms).toFixed(2) };
    }),
  );
  results.push(...report.results.map((result) => ({ ...result, wide_arithmetic: flags.length > 0 })));
}
console.log(JSON.stringify({ bench: "keygen", results }));
