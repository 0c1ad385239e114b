/** Lets the suites that name no database of their own run on PostgreSQL. */
process.env['TEST_ON'] = 'postgres';
