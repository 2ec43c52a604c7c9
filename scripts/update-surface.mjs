// Writes core/sdk.surface.d.ts: what a plugin sees of the hub. `npx vitest run --project house` compares; a change is seen in review.
import { writeFileSync } from 'node:fs';
import { sdkSurface, surfaceFile } from './surface/sdk-surface.mjs';

writeFileSync(surfaceFile, sdkSurface());
process.stdout.write(`${surfaceFile}\n`);
