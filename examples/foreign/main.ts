import { App } from 'cdktf';
import { ForeignStack } from './stack';

const app = new App();
new ForeignStack(app, 'foreign');
app.synth();
