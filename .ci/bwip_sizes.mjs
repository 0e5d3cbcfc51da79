// The width of the QR Code of each message, in modules, as bwip-js draws it at level M; 0 where it refuses.
// usage: NODE_PATH=... node bwip_sizes.mjs < messages
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const bwip = createRequire(import.meta.url)("bwip-js");
const messages = readFileSync(0, "utf8").split("\n").slice(0, -1);
for (const text of messages) {
  let width = 0;
  try {
    // A parenthesis inside a value is no bracket of an AI, and bwip-js cannot be told so.
    if ((text.match(/\(/g) ?? []).length === (text.match(/\(\d{2,4}\)/g) ?? []).length) {
      width = bwip.raw({ bcid: "gs1qrcode", text, eclevel: "M" })[0].pixx;
    }
  } catch {}
  console.log(width);
}
