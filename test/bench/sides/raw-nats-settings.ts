/** One region's end of the plain `nats` round trip, with the rights of that region's hub. */
export interface RawNatsSettings {
  readonly url: string;
  readonly nkeySeed: string;
  readonly inboxPrefix: string;
  readonly inbox: string;
  readonly consumer: string;
  /** Subject in the own OUTBOX that leads to the other region. */
  readonly to: string;
  /** Base64, and the CloudEvents attributes that travel with it. */
  readonly payload: string;
  readonly headers: Readonly<Record<string, string>>;
}
