-- A network whose answer a diffusion starts from; io.diffsr.job.JobNeeds writes it for new rows.
alter table job add column start_network text;
