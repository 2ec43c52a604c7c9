import { config } from 'zod';

// A page's content policy forbids making code out of text, which Zod would try. Before any shape is made.
config({ jitless: true });
