"""The form of every CSV file in lookups/: columns, keys, and the values that a column may have.

Read by lookups_test.py and code_tables_test.py. docs/lookups.md says the same in words.
"""

VERDICTS = {"attack", "outage", "config", "expected", "benign", "unknown"}
EVIDENCE = {"page", "title", "block", "xml", "table", "list", "inline", "code", "citation"}

# The allowed values of a column, wherever the column occurs in the files below.
ALLOWED = {
    "confirmed": {"yes", "no"},
    "severity": {"", "info", "low", "medium", "high"},
    "criticality": {"", "info", "low", "medium", "high"},
    "generation": {"legacy", "modern", "both"},
    "form": {"whole", "in_text", "mask", "parameters", "text"},
    "os": {"nt4", "2000", "2003", "2003sp1"},
    "modern_form": {"", "hex", "decimal", "luid", "sid"},
    "confidence": {"high", "medium", "low"},
    "evidence": EVIDENCE,
    "rank": set("123456789"),
    "composite": {"yes", "no"},
    "deprecated": {"yes", "no"},
    "logon": {"yes", "no"},
    "normal_in_ad": {"", "yes", "no", "context"},
    "privileged": {"yes", "no"},
    "sensitive_privilege_use": {"yes", "no"},
    "severity_class": {"success", "error"},
    "strength": {"", "weak", "deprecated", "strong"},
}
LIST_COLUMNS = {
    "aliases", "causes", "first_steps", "attack_hint", "attack_ids", "events", "related_status", "modern_id",
    "code_tables", "products", "source", "event_ids", "fields", "kerberos_codes", "options", "typical_source",
}

# Lookups that hold nothing of their own: views that `knowledge views` writes
# for Splunk's automatic lookups, and names that its information model has.
SPLUNK_HEADERS = {
    "access_rights": "access,name",
    "alert_policy":
        "rule,title,state,kind,event_id,provider,code,verdict,account,host,trait,group_by,distinct,threshold,"
        "window_minutes,suppress_minutes,severity,attack_ids,owner,first_step,note",
    "cim":
        "event_id,provider,outcome,model,action,app,change_type,object_category,status,type,severity,"
        "vendor_product",
    "cim_apps": "logon_type,app",
    "event_articles": "event_id,provider,code,place,article,title,url,address",
    "event_verdicts": "event_id,provider,code,verdict,page",
}

HEADERS = {
    "kerberos_failure_codes":
        "code,code_dec,name,aliases,meaning,windows_meaning,causes,first_steps,severity,verdict,attack_hint,attack_ids,"
        "events,related_status,note,confirmed,source",
    "ntstatus":
        "code,unsigned_dec,signed_dec,name,aliases,meaning,causes,first_steps,severity,verdict,attack_hint,events,"
        "win32_dec,confirmed,source",
    "coded_fields": "provider,event_id,field,code_tables,form,confirmed,source",
    "legacy_strings":
        "event_id,provider,os,position,field,modern_field,modern_form,confidence,confirmed,source",
    "events":
        "event_id,provider,channel,generation,title,category,subcategory,criticality,modern_id,attack_ids,note,"
        "confirmed,source",
    "message_labels": "provider,section,label,field,event_ids,confirmed,source",
    "kb_articles": "article,title,url,products,last_modified,confirmed,source",
    "kb_events": "event_id,provider,code,article,evidence,verdict,rank,confirmed,source",
    "win32_errors":
        "code,code_hex,hresult,name,aliases,meaning,causes,first_steps,severity,verdict,attack_hint,"
        "related_status,logon,confirmed,source",
    "hresults":
        "code,unsigned_dec,signed_dec,name,aliases,meaning,causes,first_steps,severity,verdict,attack_hint,"
        "kerberos_codes,win32_dec,severity_class,facility,logon,confirmed,source",
    "kerberos_encryption_types":
        "code,code_dec,name,aliases,meaning,strength,deprecated,severity,attack_hint,attack_ids,note,"
        "confirmed,source",
    "kerberos_preauth_types":
        "code,code_hex,name,aliases,meaning,windows_use,normal_in_ad,severity,attack_hint,attack_ids,"
        "confirmed,source",
    "kerberos_ticket_options":
        "code,bit,name,meaning,windows_use,microsoft_label,attack_hint,attack_ids,note,confirmed,source",
    "kerberos_ticket_option_values": "code,options,name,meaning,verdict,normal_in_ad,attack_hint,note,confirmed,source",
    "kerberos_ticket_flags": "code,bit,name,aliases,meaning,note,confirmed,source",
    "kerberos_supported_encryption_types": "code,name,meaning,strength,severity,confirmed,source",
    "logon_types":
        "code,name,meaning,credentials_in_memory,typical_source,first_seen_in,attack_hint,attack_ids,note,"
        "confirmed,source",
    "logon_processes": "logon_process,name,meaning,kind,note,confirmed,source",
    "message_parameters":
        "code,token,name,meaning,family,bit,fields,causes,first_steps,related_status,legacy_event,note,"
        "confirmed,source",
    "access_masks":
        "object_type,code,token,name,aliases,meaning,composite,severity,attack_hint,attack_ids,note,"
        "confirmed,source",
    "ad_rights": "guid,name,kind,meaning,severity,attack_ids,confirmed,source",
    "user_account_control":
        "code,bit,name,ldap_mask,ldap_name,token_when_set,token_when_cleared,meaning,severity,attack_ids,"
        "confirmed,source",
    "domain_password_properties": "code,name,meaning,severity,confirmed,source",
    "service_types": "code,name,meaning,severity,attack_ids,confirmed,source",
    "service_start_types": "code,name,meaning,severity,attack_ids,confirmed,source",
    "trust_types": "code,name,meaning,severity,note,confirmed,source",
    "trust_directions": "code,name,meaning,severity,note,confirmed,source",
    "trust_attributes": "code,name,aliases,meaning,severity,note,confirmed,source",
    "impersonation_levels": "code,token,level,name,meaning,severity,attack_hint,note,confirmed,source",
    "token_elevation_types": "code,token,level,name,meaning,severity,confirmed,source",
    "ip_protocols": "code,name,meaning,confirmed,source",
    "privileges":
        "privilege,name,meaning,kind,luid,severity,attack_hint,attack_ids,sensitive_privilege_use,token,note,"
        "confirmed,source",
    "well_known_sids": "sid,name,kind,meaning,privileged,note,confirmed,source",
    "audit_subcategories": "guid,name,kind,category,aliases,meaning,token,legacy_category,confirmed,source",
}
KEYS = {
    "kerberos_failure_codes": ["code"],
    "ntstatus": ["code"],
    "coded_fields": ["provider", "event_id", "field"],
    "legacy_strings": ["event_id", "provider", "os", "position"],
    "events": ["event_id", "provider"],
    "message_labels": ["provider", "section", "label", "event_ids"],
    "kb_articles": ["article"],
    "kb_events": ["event_id", "provider", "code", "article"],
    "win32_errors": ["code"],
    "hresults": ["code"],
    "kerberos_encryption_types": ["code"],
    "kerberos_preauth_types": ["code"],
    "kerberos_ticket_options": ["code"],
    "kerberos_ticket_option_values": ["code"],
    "kerberos_ticket_flags": ["code"],
    "kerberos_supported_encryption_types": ["code"],
    "logon_types": ["code"],
    "logon_processes": ["logon_process"],
    "message_parameters": ["code"],
    "access_masks": ["object_type", "code"],
    "ad_rights": ["guid"],
    "user_account_control": ["code"],
    "domain_password_properties": ["code"],
    "service_types": ["code"],
    "service_start_types": ["code"],
    "trust_types": ["code"],
    "trust_directions": ["code"],
    "trust_attributes": ["code"],
    "impersonation_levels": ["code"],
    "token_elevation_types": ["code"],
    "ip_protocols": ["code"],
    "privileges": ["privilege"],
    "well_known_sids": ["sid"],
    "audit_subcategories": ["guid"],
}

# What a code table is looked up by: a number, the bits of a number, or the value itself.
NUMBERS = {
    "kerberos_failure_codes", "ntstatus", "win32_errors", "hresults", "kerberos_encryption_types",
    "kerberos_preauth_types", "kerberos_ticket_option_values", "logon_types", "message_parameters", "service_types",
    "service_start_types", "trust_types", "trust_directions", "impersonation_levels", "token_elevation_types",
    "ip_protocols",
}
BITS = {
    "kerberos_ticket_options", "kerberos_ticket_flags", "kerberos_supported_encryption_types",
    "user_account_control", "access_masks", "domain_password_properties", "trust_attributes",
}
TEXTS = {"privileges", "well_known_sids", "audit_subcategories", "ad_rights", "logon_processes"}
CODE_TABLES = NUMBERS | BITS | TEXTS
