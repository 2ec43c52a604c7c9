import './app/parts/every-part.ts';
import './app/mp-app.ts';
