-- Suggested defaults of domain notes 4.3; limits are local and are changed by rules of the organisation.
insert into shared_diagnosis.critical_rule (rule_id, kind, code, title, comparator, value, unit, age_days_from, valid_from) values
  ('default-01', 'imaging', 'RAD-TPTX', '张力性气胸', 'present', null, null, null, '2020-01-01'),
  ('default-02', 'imaging', 'RAD-AD', '主动脉夹层', 'present', null, null, null, '2020-01-01'),
  ('default-03', 'imaging', 'RAD-HERN', '脑疝', 'present', null, null, null, '2020-01-01'),
  ('default-04', 'imaging', 'RAD-PE', '大面积肺栓塞', 'present', null, null, null, '2020-01-01'),
  ('default-05', 'imaging', 'RAD-ICH', '急性颅内出血', 'present', null, null, null, '2020-01-01'),
  ('default-06', 'ecg', 'ECG-ARREST', '心脏停搏', 'present', null, null, null, '2020-01-01'),
  ('default-07', 'ecg', 'ECG-VF', '心室颤动或室性心动过速', 'present', null, null, null, '2020-01-01'),
  ('default-08', 'ecg', 'ECG-STEMI', '急性 ST 段抬高型心肌梗死图形', 'present', null, null, null, '2020-01-01'),
  ('default-09', 'ecg', 'ECG-AVB3', '三度房室传导阻滞', 'present', null, null, null, '2020-01-01'),
  ('default-10', 'ecg', 'ECG-PAUSE', '停搏', '>', 3, 's', null, '2020-01-01'),
  ('default-11', 'laboratory', '2823-3', '血钾', '<', 2.8, 'mmol/L', null, '2020-01-01'),
  ('default-12', 'laboratory', '2823-3', '血钾', '>', 6.2, 'mmol/L', null, '2020-01-01'),
  ('default-13', 'laboratory', '2951-2', '血钠', '<', 120, 'mmol/L', null, '2020-01-01'),
  ('default-14', 'laboratory', '2951-2', '血钠', '>', 160, 'mmol/L', null, '2020-01-01'),
  ('default-15', 'laboratory', '15074-8', '血糖', '<', 2.5, 'mmol/L', 6570, '2020-01-01'),
  ('default-16', 'laboratory', '15074-8', '血糖', '>', 25, 'mmol/L', 6570, '2020-01-01'),
  ('default-17', 'laboratory', '14749-6', '血清葡萄糖', '<', 2.5, 'mmol/L', 6570, '2020-01-01'),
  ('default-18', 'laboratory', '14749-6', '血清葡萄糖', '>', 25, 'mmol/L', 6570, '2020-01-01'),
  ('default-19', 'laboratory', '718-7', '血红蛋白', '<', 50, 'g/L', null, '2020-01-01'),
  ('default-20', 'laboratory', '777-3', '血小板', '<', 20, '10*9/L', null, '2020-01-01'),
  ('default-21', 'laboratory', '6301-6', '国际标准化比值', '>', 5, '{INR}', null, '2020-01-01'),
  ('default-22', 'pathology', 'PATH-MAL-FROZEN', '冰冻切片提示恶性', 'present', null, null, null, '2020-01-01'),
  ('default-23', 'laboratory', '15074-8', '血糖（新生儿及儿童）', '<', 2.2, 'mmol/L', null, '2020-01-01'),
  ('default-24', 'laboratory', '15074-8', '血糖（新生儿及儿童）', '>', 16.6, 'mmol/L', null, '2020-01-01');
update shared_diagnosis.critical_rule set age_days_until = 6570 where rule_id in ('default-23', 'default-24');
insert into shared_diagnosis.critical_clock (owner_organisation_id, minutes) values ('*', '{10,20,30}');
