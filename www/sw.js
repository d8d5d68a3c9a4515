// Keeps the files of one build, so that Padlock opens without a connection.
//
// `cargo xtask build` writes a line above this one: `self.build`, with a version
// and, for each file by the address that the page asks for, the hash of what is in
// it. Another build is so another sw.js. The browser installs it beside this one,
// and there it waits: until no page of the older build is open, or until the person
// asks for it (`offline.js`).
const { version, files } = self.build ?? { version: "dev", files: {} };

// Several Padlocks may live on one host, each below a path of its own.
const { scope } = self.registration;
const OURS = `padlock-${scope} `;
const CACHE = OURS + version;

const addresses = new Set(Object.keys(files).map((name) => new URL(name, scope).href));

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(tidy(0)));

addEventListener("message", (event) => {
  if (event.data === "load") skipWaiting();
  if (event.data === "tidy") event.waitUntil(tidy(1));
});

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  let [address] = url.split("#");
  if (mode === "navigate") {
    address = address.split("?")[0].replace(/\/index\.html$/, "/");
    if (address !== scope) return;
  }
  // A page of an older build asks for files with that build in their query.
  const mayBeOld = address.startsWith(scope) && address.includes("?");
  if (method === "GET" && (addresses.has(address) || mayBeOld)) event.respondWith(answer(address, event.request));
});

/** Fetches all files, or none are kept. What the page has loaded comes from the
 *  browser's own cache, unless that has something else under this address. */
async function keep() {
  const cache = await caches.open(CACHE);
  const one = async ([name, integrity]) => {
    const add = (mode) => cache.add(new Request(new URL(name, scope), { cache: mode, integrity, redirect: "error" }));
    await add("default").catch(() => add("reload"));
  };
  await Promise.all(Object.entries(files).map(one));
}

/** The file that is kept, else the network's. */
async function answer(address, request) {
  for (const cacheName of addresses.has(address) ? [CACHE] : await ours()) {
    const found = await caches.match(address, { cacheName, ignoreVary: true });
    if (found) return found;
  }
  return fetch(request);
}

/** Deletes what older builds kept, unless more than so many pages are open: one of
 *  them may be of such a build. What waits needs its files. */
async function tidy(most) {
  if (self.registration.installing || self.registration.waiting) return;
  if ((await clients.matchAll()).length > most) return;
  const old = (await ours()).filter((name) => name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The names of this Padlock's caches. */
async function ours() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS));
}
