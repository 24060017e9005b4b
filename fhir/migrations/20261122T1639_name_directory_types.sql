-- The types of `DIRECTORY` in fhir/repository/access.ts, for row security; a test compares the two.
create function fhir.directory_types() returns text[] language sql immutable parallel safe
  return array[
    'ActivityDefinition', 'CapabilityStatement', 'CatalogEntry', 'ChargeItemDefinition', 'CodeSystem', 'CompartmentDefinition',
    'ConceptMap', 'DeviceDefinition', 'EffectEvidenceSynthesis', 'Endpoint', 'EventDefinition', 'Evidence', 'EvidenceVariable',
    'ExampleScenario', 'GraphDefinition', 'HealthcareService', 'ImplementationGuide', 'InsurancePlan', 'Library', 'Location',
    'Measure', 'Medication', 'MedicationKnowledge', 'MedicinalProduct', 'MedicinalProductAuthorization',
    'MedicinalProductContraindication', 'MedicinalProductIndication', 'MedicinalProductIngredient', 'MedicinalProductInteraction',
    'MedicinalProductManufactured', 'MedicinalProductPackaged', 'MedicinalProductPharmaceutical', 'MedicinalProductUndesirableEffect',
    'MessageDefinition', 'NamingSystem', 'ObservationDefinition', 'OperationDefinition', 'Organization', 'OrganizationAffiliation',
    'PlanDefinition', 'Practitioner', 'PractitionerRole', 'Questionnaire', 'ResearchDefinition', 'ResearchElementDefinition',
    'RiskEvidenceSynthesis', 'Schedule', 'SearchParameter', 'Slot', 'SpecimenDefinition', 'StructureDefinition', 'StructureMap',
    'Substance', 'SubstanceNucleicAcid', 'SubstancePolymer', 'SubstanceProtein', 'SubstanceReferenceInformation',
    'SubstanceSourceMaterial', 'SubstanceSpecification', 'TerminologyCapabilities', 'TestScript', 'ValueSet'
  ];
comment on function fhir.directory_types() is 'Resource types that hold no person''s data.';
