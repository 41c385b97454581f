import { serve } from './lib/wire.mjs';

serve(() => {});
