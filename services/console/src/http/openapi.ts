import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';

const PROBLEM = { description: 'What went wrong, whose side it is, and what to do next (RFC 9457)', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
const PROBLEM_SCHEMA = {
  type: 'object' as const, required: ['type', 'title', 'status', 'code', 'zh', 'en', 'nextZh', 'nextEn'],
  properties: { ...Object.fromEntries(['type', 'title', 'detail', 'instance', 'code', 'zh', 'en', 'nextZh', 'nextEn'].map((name) => [name, { type: 'string' }])), status: { type: 'integer' }, retryable: { type: 'boolean' } },
};

/** The interface as OpenAPI 3.1. Every route may answer with a problem. */
export function openApiOf(app: INestApplication): OpenAPIObject {
  const built = new DocumentBuilder().setTitle('Tongban console').setDescription('通办控制台接口 · what operators see and do').setVersion('1').setOpenAPIVersion('3.1.0').addCookieAuth('tongban_session').build();
  const document = cleanupOpenApiDoc(SwaggerModule.createDocument(app, built));
  for (const path of Object.values(document.paths)) for (const operation of Object.values(path as Record<string, { responses?: Record<string, unknown> }>)) if (operation.responses) operation.responses['default'] = PROBLEM;
  return { ...document, components: { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA } } } as OpenAPIObject;
}
