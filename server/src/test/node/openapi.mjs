// Holds a description of an API, JSON or YAML in a file, against the specification of OpenAPI that it names. Prints what is wrong
// with it, one fault to a line.

import { createConfig, lint } from '@redocly/openapi-core';

const config = await createConfig({ extends: ['spec'] });
for (const fault of await lint({ ref: process.env.DOCUMENT, config })) {
  console.log(fault.ruleId, fault.location[0]?.pointer ?? '', fault.message.replaceAll('\n', ' '));
}
