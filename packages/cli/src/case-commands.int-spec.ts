import { TestEnvironment } from '../../../test/harness/test-environment';
import { describeCaseCommands } from '../test/real-hub';

jest.setTimeout(90_000);

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await TestEnvironment.start();
}, 120_000);
afterAll(() => environment?.stop(), 60_000);

describeCaseCommands(() => environment);
