// What our check says that Firefox does with odd certificates, Firefox does.
import { test } from "node:test";
import { launch } from "./harness.mjs";
import { askAll, compare, oddCases, trustAll } from "../odd.mjs";
import { until } from "../person.mjs";
import { PAGE, withFolder } from "../tls.mjs";

/** Sent to the page: its text, or the name of the error, once it is that of this address. */
const told = (url) => {
  const [shown, query] = document.documentURI.split("?");
  if (shown === url) return document.body?.innerText;
  if (new URLSearchParams(query).get("u") !== url) throw new Error(`still at ${document.documentURI}`);
  const info = shown === "about:certerror" ? document.getFailedCertSecurityInfo() : document.getNetErrorInfo();
  return info.errorCodeString;
};

/** A page of an error which does not know that error. */
const MUTE = Symbol("mute");

/** `MUTE`, if that is how a page failed to tell. */
function muted(failure) {
  if (`${failure}`.includes("InvalidStateError")) return MUTE;
  throw failure;
}

/** What Firefox says of an address. */
async function says(browser, tab, url) {
  let error = "";
  // What the browser was doing beside it can leave a page mute; another tab says more.
  for (let left = 3; left > 0; left -= 1) {
    tab.page ??= await browser.newPage();
    error = "";
    // Where it refuses, it says so on a page, and of one case without a word.
    await tab.page.goto(url, { waitUntil: "domcontentloaded" }).catch(({ message }) => (error = message));
    const isWordless = /NS_ERROR_FAILURE\b/.test(error);
    // Some pages of errors do not know their own.
    const named = isWordless ? "NS_ERROR_FAILURE" : error.match(/NS_ERROR_MODULE_SECURITY, (\w+)\)/)?.[1];
    const text = isWordless ? MUTE : await until(() => tab.page.evaluate(told, url).catch(muted), "a page or an error");
    if (text !== MUTE) return text === PAGE ? "takes it" : text;
    // The next page would not load in there.
    await tab.page.close();
    tab.page = undefined;
    if (named) return named;
  }
  return `a page that does not say why it is shown (${error})`;
}

test("Firefox takes and refuses what our check says that it does", () =>
  withFolder(async (folder) => {
    const cases = await oddCases(folder);
    await withFolder(async (profile) => {
      await trustAll(profile, folder, cases);
      const browser = await launch({}, { userDataDir: profile });
      try {
        const ask = async (cases, version) => {
          const said = await askAll(cases, version, (tab, url) => says(browser, tab, url), 1);
          compare("Firefox", cases, said, version);
        };
        await ask(cases, "TLSv1.3");
        // Where our check tells of TLS 1.2.
        await ask(cases.filter((one) => one.answer.says.includes("TLS 1.2")), "TLSv1.2");
      } finally {
        await browser.close();
      }
    });
  }));
