// `cargo xtask bench keygen`: measures keys on the page about speed, in
// Chromium as it comes and with wide arithmetic switched on. Prints a table
// for each, and last one line of JSON.
import { figures, measure } from "./figures.mjs";
import { start } from "./harness.mjs";

const ROUNDS = {
  "Keys of 2048 bits": process.argv[2] ?? "60",
  "Keys of 4096 bits": process.argv[3] ?? "15",
  "Signatures of 2048 bits": "20",
};
const BROWSERS = [
  ["Chromium as it comes", []],
  ["with wide arithmetic", ["--enable-experimental-webassembly-features"]],
];

const results = [];
for (const [name, flags] of BROWSERS) {
  const site = await start(flags);
  const tab = await site.openPage("#/about/speed");
  for (const [kind, rounds] of Object.entries(ROUNDS)) await measure(tab, kind, rounds, 1_200_000);
  const measured = await figures(tab);
  tab.assertClean();
  await tab.close();
  await site.close();
  console.log(`\n${name}`);
  console.table(
    measured.map(({ operation, bits, engine, workers, shown, kernel, n, mean_ms, median_ms, p95_ms }) => {
      const browser = measured.find((other) => other.engine === "webcrypto" && other.operation === operation && other.bits === bits);
      return { operation, bits, engine, workers, shown, kernel, n, mean_ms, median_ms, p95_ms, "mean / webcrypto": (mean_ms / browser.mean_ms).toFixed(2) };
    }),
  );
  for (const shown of measured.filter((one) => one.shown)) {
    const silent = measured.find((one) => !one.shown && one.engine === shown.engine && one.workers === shown.workers && one.bits === shown.bits && one.operation === shown.operation);
    const share = (name) => `${((shown[name] / silent[name] - 1) * 100).toFixed(0)} %`;
    console.log(`Showing the search for the primes of ${shown.bits} bits costs ${share("mean_ms")} of the time (mean; of the median ${share("median_ms")}).`);
  }
  results.push(...measured.map((result) => ({ ...result, wide_arithmetic: flags.length > 0 })));
}
console.log(JSON.stringify({ bench: "keygen", results }));
