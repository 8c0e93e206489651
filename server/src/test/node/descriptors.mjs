// The descriptors of the vendor's protos, as the SDK from npm carries them: one FileDescriptorProto in Base64 to a line, each
// behind those that it imports.

import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const entry = require.resolve('@scalekit-sdk/node');
const { toBinary } = createRequire(entry)('@bufbuild/protobuf');
const { FileDescriptorProtoSchema } = createRequire(entry)('@bufbuild/protobuf/wkt');

const root = join(dirname(entry), 'pkg', 'grpc', 'scalekit');
const files = new Map();

function add(file) {
  if (!file.name.startsWith('scalekit/')) return; // the vendor's alone
  file.dependencies.forEach(add);
  files.set(file.name, Buffer.from(toBinary(FileDescriptorProtoSchema, file.proto)).toString('base64'));
}

for (const path of readdirSync(root, { recursive: true }).filter((name) => name.endsWith('_pb.js'))) {
  Object.values(require(join(root, path)))
    .filter((exported) => exported?.kind === 'file')
    .forEach(add);
}
files.forEach((bytes) => console.log(bytes));
