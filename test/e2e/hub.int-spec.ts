import { describeCaseCommands } from '../../packages/cli/test/real-hub';
import { OtlpReceiver } from '../harness/otlp-receiver';
import { TestEnvironment } from '../harness/test-environment';
import { describeAlarms } from './alarms';
import { describeAttachments } from './attachments';
import { describeAttacks } from './attacks';
import { describeBadInput } from './bad-input';
import { describeCaseLists } from './case-lists';
import { describeConsole } from './console';
import { describeConsolePages } from './console-pages';
import { describeCrossing } from './crossing';
import { describeCut } from './cut';
import { describeDoctor } from './doctor';
import { describeErasure } from './erasure';
import { SUBMIT_RATES, describeFairness } from './fairness';
import { describeGreetings } from './greetings';
import { describeHistoryFixture } from './history-fixture';
import { describeLeaks } from './leaks';
import { describeMaintenance } from './maintenance';
import { describeNewerClient } from './newer-client';
import { describeObserving } from './observing';
import { describeOwnCalendar } from './own-calendar';
import { describeParticipantRecords } from './participant-records';
import { describePath } from './path';
import { describeRecipientRejection } from './recipient-rejection';
import { describeReconciliation } from './reconciliation';
import { describeSealing } from './sealing';
import { describeSuccessors } from './successors';
import { describeTracing } from './tracing';
import { describeWalks } from './walks';
import { describeWishes } from './wishes';

// One environment for all that needs no fault in it: starting one costs more than most of these tests.
let environment: TestEnvironment;
let collector: OtlpReceiver;
beforeAll(async () => {
  process.env['TONGBAN_SUBMIT_RATES'] = SUBMIT_RATES;
  // What is refused is found and told within a second, and not within a minute.
  Object.assign(process.env, { TONGBAN_WATCH_LOOK_SECONDS: '1', TONGBAN_WATCH_COUNT_SECONDS: '1' });
  collector = await OtlpReceiver.start();
  // The hubs send their traces there, soon after they were made.
  Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '500' });
  environment = await TestEnvironment.start();
}, 120_000);
afterAll(async () => {
  await environment?.stop();
  await collector?.stop();
}, 60_000);

describeGreetings(() => environment);
describeObserving(() => environment);
describeTracing(() => environment, () => collector);
describeDoctor(() => environment);
describeWalks(() => environment);
describePath(() => environment);
describeNewerClient(() => environment);
describeBadInput(() => environment);
describeSealing(() => environment);
describeRecipientRejection(() => environment);
describeCaseLists(() => environment);
describeConsole(() => environment);
describeConsolePages(() => environment);
describeWishes(() => environment);
describeSuccessors(() => environment);
describeCaseCommands(() => environment);
describeReconciliation(() => environment);
describeHistoryFixture(() => environment);
describeAttachments(() => environment);
describeCrossing(() => environment);
describeOwnCalendar(() => environment);
describeFairness(() => environment);
describeMaintenance(() => environment);
describeAttacks(() => environment);
describeParticipantRecords(() => environment);
describeLeaks(() => environment, () => collector.everything);
// The last ones: they move the business clock by weeks, and nothing else begins after them.
describeCut(() => environment);
describeAlarms(() => environment);
describeErasure(() => environment);
