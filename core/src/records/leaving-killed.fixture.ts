import { LeavingHouse } from './leaving-house.fixture.ts';

/** A house that leaves, up to one step; there it says so and waits to be killed. */
const [folder = '', at = ''] = process.argv.slice(2);
const house = await new LeavingHouse().open(folder);
const leavings = house.leavings({
  beforeStep: async (step) => {
    if (step !== at) return;
    process.stdout.write(`${step}\n`);
    await new Promise((resolve) => { setTimeout(resolve, 60_000); });
  },
});
await leavings.leave(house.owner, house.bayPerson);
await leavings.settled();
