-- The sheet of a workbook a figure came from; empty for text files.
alter table observation add column sheet varchar default '';
