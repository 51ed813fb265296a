import './killed.test';
