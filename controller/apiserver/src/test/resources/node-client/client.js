// What a program with the JavaScript client of Kubernetes does. Reads a kubeconfig; prints a line for each thing that was so.
import assert from 'node:assert/strict';
import * as k8s from '@kubernetes/client-node';

const config = new k8s.KubeConfig();
config.loadFromFile(process.argv[2]);
const core = config.makeApiClient(k8s.CoreV1Api);
const apps = config.makeApiClient(k8s.CustomObjectsApi);
const of = { group: 'meso.dev', version: 'v1', namespace: 'default', plural: 'apps' };

function app(name, replicas) {
  return {
    apiVersion: 'meso.dev/v1',
    kind: 'App',
    metadata: { name, labels: { from: 'javascript' } },
    spec: { replicas, template: { spec: { containers: [{ name: 'main', command: ['sleep', '60'] }] } } },
  };
}

const namespaces = await core.listNamespace();
assert(namespaces.items.some((namespace) => namespace.metadata.name === 'default'));
console.log('listed namespaces');

const seen = [];
let arrived = () => {};
const watch = await new k8s.Watch(config).watch(
  '/apis/meso.dev/v1/namespaces/default/apps',
  { labelSelector: 'from=javascript' },
  (type, object) => {
    seen.push(`${type} ${object.metadata.name} ${object.spec.replicas}`);
    arrived();
  },
  () => arrived(),
);
async function event(expected) {
  while (!seen.includes(expected)) {
    await new Promise((resolve) => { arrived = resolve; });
  }
  console.log(`watched ${expected}`);
}

const made = await apps.createNamespacedCustomObject({ ...of, body: app('js', 1) });
assert.equal(made.metadata.generation, 1);
await event('ADDED js 1');

await assert.rejects(apps.createNamespacedCustomObject({ ...of, body: app('js', 1) }), (error) => error.code === 409);
console.log('refused a second one');

const patched = await apps.patchNamespacedCustomObject(
  { ...of, name: 'js', body: [{ op: 'replace', path: '/spec/replicas', value: 3 }] },
  k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.JsonPatch),
);
assert.equal(patched.spec.replicas, 3);
await event('MODIFIED js 3');

const merged = await apps.patchNamespacedCustomObject(
  { ...of, name: 'js', body: { metadata: { annotations: { note: 'merged' } } } },
  k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.MergePatch),
);
assert.equal(merged.metadata.annotations.note, 'merged');

const list = await apps.listNamespacedCustomObject({ ...of, labelSelector: 'from=javascript' });
assert.deepEqual(list.items.map((item) => item.metadata.name), ['js']);
console.log('listed apps');

const deleted = await apps.deleteNamespacedCustomObject({ ...of, name: 'js' });
assert(deleted.metadata.deletionTimestamp);
console.log('deleted');
watch.abort();
