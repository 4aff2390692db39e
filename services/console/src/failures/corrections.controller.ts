import { join } from 'node:path';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Correction } from '@tongban/domain';
import { approveEdit, appendAudit, outcomeOfCorrection, proposeEdit, refuseEdit, sendCorrection, showFailure } from '@tongban/operator';
import { AUDIT_OK, TongbanError } from '@tongban/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ConsoleRuntime } from '../console.runtime';
import type { SentCorrectionDocument, ShownFailure } from '../documents';
import { Needs, TheSession } from '../sign-in/access';
import type { Session } from '../sign-in/sessions';
import { actorOf, refOf, shownFailure } from './failures.controller';

const reason = z.string().max(500);
class CorrectionBody extends createZodDto(z.object({
  reason, correction: z.object({ message: z.string().max(100), division: z.string().max(20), caseNo: z.string().max(60).optional(), item: z.string().max(60).optional(), counterpart: z.string().max(20).optional(), onBehalfOf: z.string().max(60).optional(), fields: z.record(z.string(), z.unknown()) }),
})) {}
class ApprovalBody extends createZodDto(z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/), reason: reason.optional() })) {}
class RefusalBody extends createZodDto(z.object({ reason })) {}

/** A new message in place of a failed one: one person proposes it, another approves it, its sender sends it. What became of it, the log of its case says. */
@ApiTags('failures')
@Controller('failures/:region/:sequence/correction')
@Needs('failures.act')
export class CorrectionsController {
  constructor(@Inject(ConsoleRuntime) private readonly console: ConsoleRuntime) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'proposeCorrection', summary: 'Proposes a new message in place of it (ShownFailure)' })
  async propose(@Param('region') region: string, @Param('sequence') sequence: string, @Body() { correction, reason: why }: CorrectionBody, @TheSession() session: Session): Promise<ShownFailure> {
    return shownFailure(await proposeEdit(this.console.desk, ref(region, sequence), correction as Correction, actorOf(session, why)));
  }
  @Post('approve')
  @HttpCode(200)
  @Needs('failures.approve')
  @ApiOperation({ operationId: 'approveCorrection', summary: 'Approves what another person proposed and closes the original (ShownFailure)' })
  async approve(@Param('region') region: string, @Param('sequence') sequence: string, @Body() { digest, reason: why }: ApprovalBody, @TheSession() session: Session): Promise<ShownFailure> {
    return shownFailure(await approveEdit(this.console.desk, ref(region, sequence), digest, actorOf(session, why)));
  }
  @Post('refuse')
  @HttpCode(200)
  @ApiOperation({ operationId: 'refuseCorrection', summary: 'Takes a correction down; the original is open as before (ShownFailure)' })
  async refuse(@Param('region') region: string, @Param('sequence') sequence: string, @Body() { reason: why }: RefusalBody, @TheSession() session: Session): Promise<ShownFailure> {
    return shownFailure(await refuseEdit(this.console.desk, ref(region, sequence), actorOf(session, why)));
  }

  /** Its personal part is the sender's: a correction that needs one is sent from there. */
  @Post('send')
  @HttpCode(200)
  @ApiOperation({ operationId: 'sendCorrection', summary: 'Has the sender\'s key of this set-up send an approved correction; repeating it sends nothing twice (SentCorrectionDocument)' })
  async send(@Param('region') region: string, @Param('sequence') sequence: string, @TheSession() { login, roles }: Session): Promise<SentCorrectionDocument> {
    const { desk, setup } = this.console;
    const at = ref(region, sequence);
    const audit = (outcome: string): Promise<void> => appendAudit(desk, { regions: [at.region], actor: `operator:${login}`, client: 'console', roles, action: 'failure.edit-send', target: `${at.region}/${at.sequence}` }, outcome);
    try {
      const sent = await sendCorrection(setup, await showFailure(desk, at.region, at.sequence), {}, (participant) => join(setup.directory, 'console', participant));
      await audit(AUDIT_OK);
      const outcome = await outcomeOfCorrection(desk, sent.messageId);
      return { ...sent, ...(outcome && { outcome }) };
    } catch (error) {
      await audit(TongbanError.from(error).code);
      throw error;
    }
  }
}

const ref = (region: string, sequence: string): { region: ReturnType<typeof refOf>[0]; sequence: number } => {
  const [of, number] = refOf(region, sequence);
  return { region: of, sequence: number };
};
