import { NatsLab } from './nats-lab';

jest.setTimeout(60_000); // seconds on an idle machine; the suite may share two cores with others

describe('a connection that gathers its writes', () => {
  let lab: NatsLab;
  beforeAll(async () => {
    lab = await NatsLab.start('jjj');
    lab.startRegion('jjj', { alone: true });
  });
  afterAll(() => lab.stop());

  it('says everything in order, also what was said right before it was closed', async () => {
    const [listener, speaker] = [await lab.connect('jjj', 'listener'), await lab.connect('jjj', 'speaker')];
    const heard: string[] = [];
    const done = new Promise<void>((resolve) => listener.subscribe('word', {
      callback: (_error, message) => {
        heard.push(message.string());
        if (message.string() === 'last') resolve();
      },
    }));
    await listener.flush();
    for (let turn = 0; turn < 20; turn++) {
      for (let word = 0; word < 5; word++) {
        speaker.publish('word', `${turn}.${word}`);
        await Promise.resolve();
      }
      if (turn % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    speaker.publish('word', 'last');
    await Promise.resolve(); // the client itself hands over what was said after the present step
    await speaker.close();
    await done;
    expect(heard).toEqual([...Array.from({ length: 100 }, (_, n) => `${Math.floor(n / 5)}.${n % 5}`), 'last']);
  });

  it('goes on after its server was killed', async () => {
    const nc = await lab.connect('jjj', 'survivor');
    await lab.crash('jjj');
    nc.publish('word', 'into the void');
    lab.startRegion('jjj', { alone: true });
    const answers = nc.subscribe('echo', { max: 1 });
    while (!(await nc.flush().then(() => true, () => false)));
    nc.publish('echo', 'back');
    for await (const message of answers) expect(message.string()).toBe('back');
  });
});
