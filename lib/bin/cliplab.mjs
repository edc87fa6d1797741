#!/usr/bin/env node
// npm links a package's commands when it installs, which is before dist is compiled; so the command is this file.
import '../dist/cli/main.js';
