import { type DynamicModule } from '@nestjs/common';
import { APP_GUARD, APP_PIPE, Reflector } from '@nestjs/core';
import { ZodValidationPipe } from 'nestjs-zod';
import { AlertsController } from './alerts/alerts.controller';
import { AuditController } from './audit/audit.controller';
import { CasesController } from './cases/cases.controller';
import { ConsoleRuntime } from './console.runtime';
import { DeadlinesController } from './deadlines/deadlines.controller';
import { CorrectionsController } from './failures/corrections.controller';
import { FailuresController } from './failures/failures.controller';
import { LinksController } from './links/links.controller';
import { LiveController } from './live/live.controller';
import { NowController } from './now/now.controller';
import { RecordsController } from './records.controller';
import { AccessGuard } from './sign-in/access';
import { SessionController } from './sign-in/session.controller';
import { SIGN_IN, type SignIn, SignInController } from './sign-in/sign-in.controller';
import { Sessions } from './sign-in/sessions';

export const consoleModule = (runtime: ConsoleRuntime, sessions: Sessions, signIn: SignIn): DynamicModule => ({
  module: class ConsoleModule {},
  controllers: [SessionController, NowController, CasesController, DeadlinesController, RecordsController, LinksController, AlertsController, FailuresController, CorrectionsController, AuditController, LiveController, SignInController],
  providers: [
    { provide: ConsoleRuntime, useValue: runtime }, { provide: Sessions, useValue: sessions }, { provide: SIGN_IN, useValue: signIn },
    { provide: APP_GUARD, useFactory: (reflector: Reflector) => new AccessGuard(sessions, reflector), inject: [Reflector] }, { provide: APP_PIPE, useClass: ZodValidationPipe },
  ],
});
