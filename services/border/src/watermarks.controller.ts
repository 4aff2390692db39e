import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, encode, v1 } from '@tongban/contracts';
import { OnQuery } from '@tongban/messaging';
import { serviceQuery } from '@tongban/service-kit';
import { WatermarkIssuer } from './watermark-issuer';

/** Answers hubs that lack this region's word. */
@Controller()
export class WatermarksController {
  constructor(@Inject(WatermarkIssuer) private readonly issuer: WatermarkIssuer) {}

  @OnQuery(serviceQuery('watermarks.again'))
  async again(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return encode(v1.WatermarkReply, await this.issuer.again(decode(v1.WatermarkQuery, bytes)));
  }
}
