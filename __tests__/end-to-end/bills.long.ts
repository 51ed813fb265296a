import './bills.test';
