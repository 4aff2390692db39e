import { describeCaseCommands } from '../../packages/cli/test/real-hub';
import { TestEnvironment } from '../harness/test-environment';
import { describeBadInput } from './bad-input';
import { describeCaseLists } from './case-lists';
import { describeGreetings } from './greetings';
import { describeNewerClient } from './newer-client';
import { describePath } from './path';
import { describeRecipientRejection } from './recipient-rejection';
import { describeWalks } from './walks';

// One environment for all that needs no fault in it: starting one costs more than most of these tests.
let environment: TestEnvironment;
beforeAll(async () => {
  environment = await TestEnvironment.start();
}, 120_000);
afterAll(() => environment?.stop(), 60_000);

describeGreetings(() => environment);
describeWalks(() => environment);
describePath(() => environment);
describeNewerClient(() => environment);
describeBadInput(() => environment);
describeRecipientRejection(() => environment);
describeCaseLists(() => environment);
describeCaseCommands(() => environment);
