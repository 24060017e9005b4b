import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DicomFailure } from '#platform/dicom/dicom-failure.ts';
import { Problem, problemsOf } from '#platform/kernel/problem.ts';
import { problemDocument } from '#platform/errors/problem-answer.ts';
import { answerError } from '#platform/http/error-answers.ts';
import { logToStderr } from '#platform/http/log.ts';
import { contract } from '../../../contract.ts';
import { storeByWeb } from '../../commands/store/stow.ts';
import type { Address } from '../../store/studies.ts';
import { openDicomweb, type Dicomweb, type DicomwebDependencies } from './access.ts';
import { retrieveMetadata } from './metadata.ts';
import { searchArchive } from './qido.ts';
import { retrieveRendered } from './rendered.ts';
import { retrieveBulkData, retrieveFrames, retrieveInstances } from './wado.ts';

const problem = problemsOf(contract.problems);

interface Parameters {
  readonly study?: string;
  readonly series?: string;
  readonly instance?: string;
  readonly frames?: string;
  readonly '*'?: string;
}

/** Statuses that the standard gives where our kinds of problems say something more general (PS3.18 tables 8.5-1 and 10.5.3-1). */
const STATUS: Readonly<Record<string, number>> = { 'imaging.not-acceptable': 406, 'imaging.cannot-decode': 406, 'imaging.media-type': 415, 'imaging.too-large': 413, 'imaging.not-dicom': 400 };

/** Serves DICOMweb (PS3.18) below `/dicom-web`: STOW-RS, QIDO-RS, WADO-RS. */
export async function registerDicomwebRoutes(server: FastifyInstance, dependencies: DicomwebDependencies): Promise<void> {
  await server.register(
    (routes, _options, done) => {
      routes.removeAllContentTypeParsers();
      routes.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      routes.setErrorHandler((error, request, reply) => {
        const failure = error instanceof DicomFailure ? problem('imaging.cannot-decode') : error;
        if (failure instanceof Problem && failure.kind === 'unauthenticated') void reply.header('www-authenticate', 'Bearer');
        const own = failure instanceof Problem ? STATUS[failure.code] : undefined;
        if (own === undefined) return answerError(failure, { request, reply, log: logToStderr });
        return reply.code(own).type('application/problem+json; charset=utf-8').send(problemDocument(failure as Problem));
      });
      type Handler = (dicomweb: Dicomweb, parameters: Parameters) => Promise<unknown>;
      const on = (method: 'GET' | 'POST', url: string, handler: Handler): void => {
        routes.route({ method, url, handler: async (request: FastifyRequest, reply) => handler(await openDicomweb(dependencies, request, reply), request.params as Parameters) });
      };
      registerStore(on);
      registerSearch(on);
      registerRetrieve(on);
      done();
    },
    { prefix: '/dicom-web' },
  );
}

type On = (method: 'GET' | 'POST', url: string, handler: (dicomweb: Dicomweb, parameters: Parameters) => Promise<unknown>) => void;

function registerStore(on: On): void {
  on('POST', '/studies', (dicomweb) => storeByWeb(dicomweb, undefined));
  on('POST', '/studies/:study', (dicomweb, { study }) => storeByWeb(dicomweb, study));
}

function registerSearch(on: On): void {
  on('GET', '/studies', (dicomweb) => searchArchive(dicomweb, 'study', {}));
  on('GET', '/series', (dicomweb) => searchArchive(dicomweb, 'series', {}));
  on('GET', '/instances', (dicomweb) => searchArchive(dicomweb, 'instance', {}));
  on('GET', '/studies/:study/series', (dicomweb, { study }) => searchArchive(dicomweb, 'series', { study: study! }));
  on('GET', '/studies/:study/instances', (dicomweb, { study }) => searchArchive(dicomweb, 'instance', { study: study! }));
  on('GET', '/studies/:study/series/:series/instances', (dicomweb, { study, series }) => searchArchive(dicomweb, 'instance', { study: study!, series: series! }));
}

const addressOf = ({ study, series, instance }: Parameters): Address => ({ studyUid: study, seriesUid: series, sopUid: instance });

function registerRetrieve(on: On): void {
  const instance = '/studies/:study/series/:series/instances/:instance';
  for (const place of ['/studies/:study', '/studies/:study/series/:series', instance]) {
    on('GET', place, (dicomweb, parameters) => retrieveInstances(dicomweb, addressOf(parameters)));
    on('GET', `${place}/metadata`, (dicomweb, parameters) => retrieveMetadata(dicomweb, addressOf(parameters)));
    on('GET', `${place}/rendered`, (dicomweb, parameters) => retrieveRendered(dicomweb, addressOf(parameters), {}));
    on('GET', `${place}/thumbnail`, (dicomweb, parameters) => retrieveRendered(dicomweb, addressOf(parameters), { isThumbnail: true }));
  }
  on('GET', `${instance}/frames/:frames`, (dicomweb, parameters) => retrieveFrames(dicomweb, addressOf(parameters), parameters.frames!));
  on('GET', `${instance}/frames/:frames/rendered`, (dicomweb, parameters) => retrieveRendered(dicomweb, addressOf(parameters), { frame: parameters.frames! }));
  on('GET', `${instance}/frames/:frames/thumbnail`, (dicomweb, parameters) => retrieveRendered(dicomweb, addressOf(parameters), { frame: parameters.frames!, isThumbnail: true }));
  on('GET', `${instance}/bulkdata/*`, (dicomweb, parameters) => retrieveBulkData(dicomweb, addressOf(parameters), parameters['*'] ?? ''));
}
