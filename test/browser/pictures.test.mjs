// The README's pictures can be taken.
import { rm } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { start } from "./harness.mjs";
import { takePictures } from "./pictures.mjs";
import { temporaryFolder } from "./server.mjs";

describe("pictures", () => {
  let city;
  before(async () => {
    city = await start();
  });
  after(() => city?.close());

  test("the README's pictures can be taken", async () => {
    const folder = await temporaryFolder();
    try {
      await takePictures(city, folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
