#!/usr/bin/env node
import '../dist/cli/matpho.js';
