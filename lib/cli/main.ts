#!/usr/bin/env node
import { CommandCall } from './commandCall.js';
import { catchProcessEnd } from './processEnd.js';

const call = new CommandCall(process.argv.slice(2));
catchProcessEnd((error) => process.exit(call.tellFault(error)));
process.exitCode = await call.run();
