// What the first screen of each exhibit has to show, the same in every browser.
import assert from "node:assert/strict";
import { stations } from "./in-page.mjs";

/** Windows, and of each the least size of the picture and the longest page in screens. */
export const SIZES = [
  { width: 1440, height: 900, picture: [560, 320], screens: 1.6 },
  { width: 820, height: 1180, picture: [600, 300], screens: 2 },
  { width: 390, height: 844, picture: [320, 220], screens: 4 },
];

/** A link to each exhibit, and to those whose numbers come in two sizes one for each. */
export async function exhibits(tab) {
  const all = ["#/", "#/?at=make-it", "#/desk?at=desk-import", "#/desk?at=desk-export"];
  for (const route of (await tab.routes()).slice(1)) {
    await tab.go(route);
    const { links, isSized } = await tab.page.evaluate(stations);
    all.push(...links.flatMap((link) => (isSized ? [`${link}&numbers=small`, `${link}&numbers=real`] : [link])));
  }
  assert.ok(all.length > 20, `${all}`);
  return all;
}

/** Holds what stands on a first screen against its size. */
export function hold(now, { height, picture: [least, high], screens }) {
  assert.ok(now.title && now.title.y >= 0 && now.title.bottom <= height / 2, `the title: ${JSON.stringify(now.title)}`);
  assert.ok(now.picture.width >= least && now.picture.height >= high, `the picture: ${JSON.stringify(now.picture)}`);
  assert.ok(now.drawn, "something is drawn");
  const hand = now.state === "idle" ? now.start : now.forward;
  assert.ok(hand && hand.y >= 0 && hand.bottom <= height, `the button: ${JSON.stringify(hand)}`);
  assert.ok(now.height <= screens * height, `${now.height} px in all`);
}
