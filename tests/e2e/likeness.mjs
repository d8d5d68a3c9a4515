// Whether the first screen of each exhibit still looks as it did when somebody
// last looked: small pictures of it are kept in kept/, and compared.
//
//   node likeness.mjs compare   says which differ and by how much, and draws where
//   node likeness.mjs keep      keeps the screens as they are now
//
// The page has its own type, and here no clock and no chance of its own, so that
// what differs is the page. Left out is what the path says came of each exhibit. How
// a browser smooths edges differs a little from version to version: TOLERANCE is for
// that.
//
// pixelmatch compares, as its kind does everywhere: it knows smoothed edges and how
// far apart colours are to the eye. pngjs reads and writes its pictures.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { exhibits } from "./first-screen.mjs";
import { start } from "./harness.mjs";

const KEPT = fileURLToPath(new URL("kept/", import.meta.url));
const OUT = path.join(process.env.PADLOCK_SHOTS ?? path.resolve("../../target/shots"), "diff");

/** Each exhibit as a tablet by day and as a telephone by night. */
const SCREENS = [
  { width: 820, height: 1180, theme: "light" },
  { width: 390, height: 844, theme: "dark" },
];

/** A third: enough to see what moved, and few bytes to keep. */
const SCALE = 1 / 3;

/** How far apart two colours may be, from 0 to 1, and which share of a screen may be further apart. */
const TOLERANCE = { colour: 0.1, share: 0.001 };

/** How many screens are taken at a time. */
const SIDE_BY_SIDE = 3;

/** `rsa-keygen-small-820-light.png` for `#/rsa?at=rsa-keygen&numbers=small`. */
function nameOf(link, { width, theme }) {
  const [route, query] = link.slice("#/".length).split("?");
  const parts = new URLSearchParams(query);
  const name = [parts.get("at") ?? (route || "road"), parts.get("numbers")].filter(Boolean).join("-");
  return `${name}-${width}-${theme}.png`;
}

/** Waits for the type, and covers the glances of the path: whether the other exhibits have run by now is chance. */
const readyToBeTaken = async () => {
  await document.fonts.ready;
  for (const glance of document.querySelectorAll("nav.path .glance")) glance.style.visibility = "hidden";
};

/** Takes all screens; their pictures by their names. */
async function taken() {
  const site = await start();
  const first = await site.openPage("#/");
  const links = await exhibits(first);
  await first.close();
  const open = links.flatMap((link) => SCREENS.map((screen) => ({ link, screen })));
  const found = new Map();
  const take = async () => {
    for (let next = open.shift(); next; next = open.shift()) {
      const { link, screen } = next;
      const tab = await site.openPage(link, { ...screen, scale: SCALE, pinned: true });
      await tab.settled();
      await tab.page.evaluate(readyToBeTaken);
      found.set(nameOf(link, screen), await tab.page.screenshot({ animations: "disabled" }));
      await tab.close();
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, take));
  await site.close();
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is kept, by its name. */
async function kept() {
  const names = (await readdir(KEPT).catch(() => [])).filter((name) => name.endsWith(".png")).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(path.join(KEPT, name))])));
}

/** Which share of two pictures differs, and a picture of where; all, where they have two sizes. */
function difference(before, now) {
  const [a, b] = [before, now].map((bytes) => PNG.sync.read(bytes));
  if (a.width !== b.width || a.height !== b.height) return { share: 1, drawn: now };
  const where = new PNG({ width: a.width, height: a.height });
  const count = pixelmatch(a.data, b.data, where.data, a.width, a.height, { threshold: TOLERANCE.colour });
  // Then, now, and what of it differs, beside each other.
  const drawn = new PNG({ width: a.width * 3, height: a.height });
  [a, b, where].forEach((one, index) => PNG.bitblt(one, drawn, 0, 0, a.width, a.height, a.width * index, 0));
  return { share: count / (a.width * a.height), drawn: PNG.sync.write(drawn) };
}

async function keep(now) {
  await rm(KEPT, { recursive: true, force: true });
  await mkdir(KEPT, { recursive: true });
  for (const [name, bytes] of now) await writeFile(path.join(KEPT, name), bytes);
  const size = [...now.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  console.log(`${now.size} screens are kept, ${Math.round(size / 1000)} kB in all.`);
}

async function compare(now) {
  const before = await kept();
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  const complaints = [];
  let furthest = { share: 0, name: "none" };
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    if (!now.has(name)) complaints.push(`${name}: there is no such screen any more`);
    else if (!before.has(name)) complaints.push(`${name}: it is not kept yet`);
    else {
      const { share, drawn } = difference(before.get(name), now.get(name));
      if (share > furthest.share) furthest = { share, name };
      if (share <= TOLERANCE.share) continue;
      await writeFile(path.join(OUT, name), drawn);
      complaints.push(`${name}: ${(share * 100).toFixed(2)} % differs`);
    }
  }
  if (complaints.length === 0) {
    console.log(`${now.size} screens look as they are kept; furthest from it, by ${(furthest.share * 100).toFixed(3)} %: ${furthest.name}.`);
    return;
  }
  console.error(`${complaints.join("\n")}\n${complaints.length} of ${now.size} screens are others than are kept. Then, now and where they differ: ${OUT}`);
  process.exitCode = 1;
}

const work = { compare, keep }[process.argv[2]];
if (!work) throw new Error("compare or keep?");
await work(await taken());
