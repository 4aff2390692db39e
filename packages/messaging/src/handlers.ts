import { type ArgumentsHost, Catch, type RpcExceptionFilter, UseFilters, applyDecorators } from '@nestjs/common';
import { BaseRpcContext, Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import type { DurableMessage } from './delivered';

/** Second argument of a durable handler. */
export class JetStreamContext extends BaseRpcContext<[DurableMessage]> {
  constructor(readonly message: DurableMessage, /** 1 on the first run of the handler. */ readonly attempt: number) {
    super([message]);
  }
  get subject(): string { return this.message.subject; }
  get headers(): Readonly<Record<string, string>> { return this.message.headers; }
  get stream(): string { return this.message.stream; }
  get streamSequence(): number { return this.message.streamSequence; }
  /** RFC 3339, by the server's clock. */
  get storedAt(): string { return this.message.storedAt; }
}

/** Second argument of a query handler. */
export class QueryContext extends BaseRpcContext<[string]> {
  constructor(readonly subject: string, readonly headers: Readonly<Record<string, string>>) {
    super([subject]);
  }
}

/**
 * Nest replaces whatever a handler throws by a plain object and logs a stack (NATS.md §5, trap 1). This filter hands the
 * error through unchanged, so that its code decides what happens to the message.
 */
@Catch()
export class PassErrorsThrough implements RpcExceptionFilter {
  catch(exception: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => exception);
  }
}

/** Nest passes a handler its context only where a parameter asks for it; ours always take both. */
const takesBoth: MethodDecorator = (target, method) => {
  Payload()(target, method, 0);
  Ctx()(target, method, 1);
};

/** A handler `(payload: Uint8Array, context: JetStreamContext) => Promise<void>` of the durable bindings named `pattern`. */
export const OnDurable = (pattern: string): MethodDecorator => applyDecorators(EventPattern(pattern), UseFilters(PassErrorsThrough), takesBoth);

/** A handler `(payload: Uint8Array, context: QueryContext) => Promise<Uint8Array>` of the queries named `pattern`. */
export const OnQuery = (pattern: string): MethodDecorator => applyDecorators(MessagePattern(pattern), UseFilters(PassErrorsThrough), takesBoth);
