import { PGlite } from '@electric-sql/pglite';
let t=Date.now(); const p=await PGlite.create({dataDir:'memory://'}); console.log('mem', Date.now()-t);
t=Date.now(); const d=await p.dumpDataDir('none'); console.log('dump',Date.now()-t, d.size);
t=Date.now(); const q=await PGlite.create({loadDataDir:d}); console.log('load', Date.now()-t);
t=Date.now(); for(let i=0;i<200;i++) await q.query('select 1'); console.log('200 q', Date.now()-t);
t=Date.now(); for(let i=0;i<200;i++) await q.transaction(async tx=>{await tx.query('select 1')}); console.log('200 tx', Date.now()-t);
