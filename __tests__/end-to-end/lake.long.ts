import './lake.test';
