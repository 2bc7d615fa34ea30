// Makes the README's pictures from a demo city whose seed and clock are always the same: node test/browser/screenshot.mjs [zh-CN|en]
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { start } from "./harness.mjs";
import { takePictures } from "./pictures.mjs";
import { ROOT } from "./server.mjs";

const FOLDER = join(ROOT, "docs/images");
/** A Wednesday morning in Shanghai, within working hours. */
const AT = "2027-03-10T02:30:00Z";

const city = await start({ matters: 5000, seed: 1, at: AT });
try {
  await mkdir(FOLDER, { recursive: true });
  await takePictures(city, FOLDER, process.argv[2]);
} finally {
  await city.close();
}
