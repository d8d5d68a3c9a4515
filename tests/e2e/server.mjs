// A small static server for the built site, below a path that no test may
// take for granted: whatever works here works below any path of any host.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";

export const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

export const PREFIX = "/some/sub/path/";

/** The file below `root` that a URL's path names, or null if there can be none. */
export function fileFor(root, pathname) {
  let name;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (!name.startsWith(PREFIX) || name.includes("\0")) return null;
  name = name.slice(PREFIX.length);
  if (name === "" || name.endsWith("/")) name += "index.html";
  const file = path.resolve(root, name);
  return file.startsWith(path.resolve(root) + path.sep) ? file : null;
}

/** Into how many pieces a slow file is cut, and the milliseconds between them. */
const PIECES = 20;
const PAUSE = 300;

/** Serves `root` on 127.0.0.1 at a free port: `{ url, close }`. Files whose name
 *  `slow` matches come bit by bit. */
export async function serve(root, slow = null) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    const file = fileFor(root, pathname);
    try {
      if (!file) throw new Error("outside");
      const body = await readFile(file);
      response.writeHead(200, {
        "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
      });
      if (slow?.test(file)) await trickle(response, body);
      else response.write(body);
      response.end();
    } catch {
      response.writeHead(404, { "Content-Type": "text/plain" });
      response.end("Not found");
    }
  });
  await new Promise((ready, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", ready);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}${PREFIX}`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(closed);
      }),
  };
}

async function trickle(response, body) {
  const step = Math.ceil(body.length / PIECES);
  for (let at = 0; at < body.length; at += step) {
    response.write(body.subarray(at, at + step));
    await new Promise((next) => setTimeout(next, PAUSE));
  }
}
