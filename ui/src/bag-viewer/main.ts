import '../app/theme.css';
import './viewer-fonts.css';
import './mp-bag-viewer.ts';
