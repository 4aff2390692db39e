import { describeCaseCommands } from '../../packages/cli/test/real-hub';
import { TestEnvironment } from '../harness/test-environment';
import { describeAlarms } from './alarms';
import { describeAttachments } from './attachments';
import { describeBadInput } from './bad-input';
import { describeCaseLists } from './case-lists';
import { describeCrossing } from './crossing';
import { describeCut } from './cut';
import { SUBMIT_RATES, describeFairness } from './fairness';
import { describeGreetings } from './greetings';
import { describeHistoryFixture } from './history-fixture';
import { describeMaintenance } from './maintenance';
import { describeNewerClient } from './newer-client';
import { describeOwnCalendar } from './own-calendar';
import { describeParticipantRecords } from './participant-records';
import { describePath } from './path';
import { describeRecipientRejection } from './recipient-rejection';
import { describeReconciliation } from './reconciliation';
import { describeSuccessors } from './successors';
import { describeWalks } from './walks';

// One environment for all that needs no fault in it: starting one costs more than most of these tests.
let environment: TestEnvironment;
beforeAll(async () => {
  process.env['TONGBAN_SUBMIT_RATES'] = SUBMIT_RATES;
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
describeSuccessors(() => environment);
describeCaseCommands(() => environment);
describeReconciliation(() => environment);
describeHistoryFixture(() => environment);
describeAttachments(() => environment);
describeCrossing(() => environment);
describeOwnCalendar(() => environment);
describeFairness(() => environment);
describeMaintenance(() => environment);
describeParticipantRecords(() => environment);
// The last ones: they move the business clock by weeks, and nothing else begins after them.
describeCut(() => environment);
describeAlarms(() => environment);
