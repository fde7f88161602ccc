// One event of each producer as the Windows event that it was made of.
#include <doctest/doctest.h>

#include <string>

#include "json_text.h"

namespace eventlens::json {
namespace {

using namespace test;

TEST_SUITE("json/producers") {
  TEST_CASE("Winlogbeat 8") {
    CHECK(fields_of(R"({
      "@timestamp": "2025-03-03T07:00:05.760Z",
      "@metadata": {"beat": "winlogbeat", "version": "8.0.0"},
      "agent": {"type": "winlogbeat"}, "ecs": {"version": "8.0.0"},
      "host": {"name": "collector"}, "tags": ["x"],
      "event": {"code": "4771", "provider": "x", "action": "y", "kind": "event"},
      "log": {"level": "information"},
      "message": "Kerberos pre-authentication failed.",
      "winlog": {
        "api": "wineventlog", "channel": "Security",
        "computer_name": "dc01.corp.example", "event_id": "4771",
        "record_id": "8412417", "version": 1,
        "provider_name": "Microsoft-Windows-Security-Auditing",
        "provider_guid": "{54849625-5478-4994-A5BA-3E3B0328C30D}",
        "keywords": ["Audit Failure"], "opcode": "Info",
        "task": "Kerberos Authentication Service",
        "process": {"pid": 652, "thread": {"id": 2260}},
        "activity_id": "1f5df8ff-1979-0000-212d-8c1f7919d401",
        "user": {"identifier": "S-1-5-18", "name": "SYSTEM"},
        "logon": {"type": "Network"},
        "event_data": {"Status": "0x18", "TargetUserName": "alice"}}})") ==
          "TimeCreated=2025-03-03T07:00:05.7600000Z;EventID=4771;"
          "Provider=Microsoft-Windows-Security-Auditing;"
          "ProviderGuid={54849625-5478-4994-A5BA-3E3B0328C30D};"
          "Channel=Security;Computer=dc01.corp.example;EventRecordID=8412417;"
          "Level=0;Keywords=0x8010000000000000;Version=1;"
          "ActivityID={1F5DF8FF-1979-0000-212D-8C1F7919D401};"
          "ProcessID=652;ThreadID=2260;UserID=S-1-5-18;"
          "Status=0x18;TargetUserName=alice;"
          "Message=Kerberos pre-authentication failed.;"
          "RenderingInfo.Task=Kerberos Authentication Service;"
          "RenderingInfo.Opcode=Info;");
  }

  TEST_CASE("Winlogbeat with dotted keys, its time to 100 ns, and UserData") {
    CHECK(fields_of(R"({"@timestamp":"2025-03-03T07:00:05.760Z",
      "winlog.time_created":"2025-03-03T07:00:05.7606440Z",
      "winlog.channel":"Security","winlog.event_id":1102,
      "winlog.provider_name":"Microsoft-Windows-Eventlog",
      "winlog.level":"information","winlog.task":"104",
      "winlog.keywords":["Audit Success","Other"],
      "winlog.user_data":{"SubjectUserName":"alice","xml_name":"LogFileCleared"}})") ==
          "TimeCreated=2025-03-03T07:00:05.7606440Z;EventID=1102;"
          "Provider=Microsoft-Windows-Eventlog;Channel=Security;Level=4;"
          "Task=104;UserData=LogFileCleared;SubjectUserName=alice;"
          "RenderingInfo.Keywords=Audit Success, Other;");
  }

  TEST_CASE("values without names of a provider without a manifest") {
    const std::string begin =
        R"({"winlog":{"channel":"Application","event_id":1,"provider_name":"P",)";
    const std::string data = R"("event_data":{"param1":"a","param2":"b"}}})";
    CHECK(fields_of(begin + data) ==
          "EventID=1;Provider=P;Channel=Application;Data=a;Data=b;");
    CHECK(fields_of(begin + R"("provider_guid":"{X}",)" + data) ==
          "EventID=1;Provider=P;ProviderGuid={X};Channel=Application;"
          "param1=a;param2=b;");
  }

  TEST_CASE("Winlogbeat 6") {
    CHECK(fields_of(R"({"@timestamp":"2019-05-14T01:28:28.000Z",
      "@metadata":{"beat":"winlogbeat"},"beat":{"name":"ws5"},"host":{"name":"ws5"},
      "type":"wineventlog","event_id":7036,"log_name":"System",
      "source_name":"Service Control Manager","computer_name":"ws5",
      "record_number":"17","level":"Information","keywords":["Classic"],
      "process_id":600,"thread_id":700,"user":{"identifier":"S-1-5-18"},
      "message":"stopped","event_data":{"param1":"Themes","Binary":"5400"}})") ==
          "TimeCreated=2019-05-14T01:28:28.0000000Z;EventID=7036;"
          "Provider=Service Control Manager;Channel=System;Computer=ws5;"
          "EventRecordID=17;Level=4;ProcessID=600;ThreadID=700;"
          "UserID=S-1-5-18;Data=Themes;Binary=5400;Message=stopped;"
          "RenderingInfo.Keywords=Classic;");
  }

  TEST_CASE("NXLog") {
    CHECK(fields_of(R"({"EventTime":"2025-03-03 08:00:05","Hostname":"ws5",
      "Keywords":-9214364837600034816,"EventType":"AUDIT_SUCCESS",
      "SeverityValue":2,"Severity":"INFO","EventID":4688,
      "SourceName":"Microsoft-Windows-Security-Auditing",
      "ProviderGuid":"{54849625-5478-4994-A5BA-3E3B0328C30D}","Version":2,
      "Task":13312,"OpcodeValue":0,"RecordNumber":99,"ProcessID":4,"ThreadID":80,
      "Channel":"Security","Message":"m","Category":"Process Creation",
      "Opcode":"Info","SubjectUserName":"alice","NewProcessId":"0x1c",
      "Domain":"CORP","EventReceivedTime":"2025-03-03 08:00:07",
      "SourceModuleName":"in","SourceModuleType":"im_msvistalog"})",
                    {.zone = "+01:00"}) ==
          "TimeCreated=2025-03-03T07:00:05.0000000Z;EventID=4688;"
          "Provider=Microsoft-Windows-Security-Auditing;"
          "ProviderGuid={54849625-5478-4994-A5BA-3E3B0328C30D};"
          "Channel=Security;Computer=ws5;EventRecordID=99;Level=0;Task=13312;"
          "Opcode=0;Keywords=0x8020000000000000;Version=2;ProcessID=4;"
          "ThreadID=80;SubjectUserName=alice;NewProcessId=0x1c;Domain=CORP;"
          "Message=m;RenderingInfo.Task=Process Creation;"
          "RenderingInfo.Opcode=Info;");
  }

  TEST_CASE("NXLog's own values beside the event's of the same name") {
    const std::string fields = fields_of(
        R"({"EventTime":"2025-03-03T08:00:05+01:00","EventID":13,
      "SourceName":"Microsoft-Windows-Sysmon","EventTypeOrignal":"INFO",
      "EventType":"SetValue","ExecutionProcessID":7,"ProcessID":9,
      "AccountName":"SYSTEM","Domain":"NT AUTHORITY","AccountType":"User"})");
    CHECK(fields ==
          "TimeCreated=2025-03-03T07:00:05.0000000Z;EventID=13;"
          "Provider=Microsoft-Windows-Sysmon;Level=4;ProcessID=7;"
          "EventType=SetValue;EventData.ProcessID=9;");
  }

  TEST_CASE("evtx_dump in both of its ways") {
    const std::string expected =
        "TimeCreated=2025-03-03T07:00:05.7606440Z;EventID=7036;"
        "Qualifiers=16384;Provider=P;Level=4;ThreadID=8;"
        "param1=Themes;LogonGuid={625B5BB9-E12E-D22B-57B1-52621312C9A4};"
        "Data=a;Data=;Binary=54;";
    CHECK(fields_of(R"({"Event":{"#attributes":{"xmlns":"http://x"},"System":{
      "Provider":{"#attributes":{"Name":"P"}},
      "EventID":{"#attributes":{"Qualifiers":16384},"#text":7036},"Level":4,
      "TimeCreated":{"#attributes":{"SystemTime":"2025-03-03T07:00:05.760644Z"}},
      "Correlation":null,"Execution":{"#attributes":{"ThreadID":8}},
      "Security":null},"EventData":{"param1":"Themes",
      "LogonGuid":"625B5BB9-E12E-D22B-57B1-52621312C9A4",
      "Data":{"#text":["a",""]},"Binary":"54"}}})") == expected);
    CHECK(fields_of(
              R"({"Event_attributes":{"xmlns":"http://x"},"Event":{"System":{
      "Provider_attributes":{"Name":"P"},
      "EventID_attributes":{"Qualifiers":16384},"EventID":7036,"Level":4,
      "TimeCreated_attributes":{"SystemTime":"2025-03-03T07:00:05.760644Z"},
      "Correlation":null,"Execution_attributes":{"ThreadID":8},
      "Security":null},"EventData":{"param1":"Themes",
      "LogonGuid":"625B5BB9-E12E-D22B-57B1-52621312C9A4",
      "Data":{"#text":["a",""]},"Binary":"54"}}})") == expected);
  }

  TEST_CASE("converters that keep Data's names as attributes") {
    CHECK(fields_of(R"({"Event":{"@xmlns":"http://x","System":{"EventID":{
      "@Qualifiers":"0","#text":"4625"},"Provider":{"@Name":"P"}},"EventData":{
      "Data":[{"@Name":"TargetUserName","#text":"alice"},{"@Name":"Empty"},
      {"@Name":"Status","#text":"0x18"}]}}})") ==
          "EventID=4625;Qualifiers=0;Provider=P;TargetUserName=alice;Empty=;"
          "Status=0x18;");
  }

  TEST_CASE("evtx_dump's UserData and elements that repeat") {
    CHECK(fields_of(R"({"Event":{"System":{"EventID":11,"Provider":{
      "#attributes":{"Name":"P"}}},"UserData":{"Chain":{
      "#attributes":{"xmlns":"http://x"},"Error":{"#attributes":{"value":"1"}},
      "Item":"a","Item_1":"b","Alone_1":"c"}}}})") ==
          "EventID=11;Provider=P;UserData=Chain;Error.value=1;Item=a;Item=b;"
          "Alone_1=c;");
    CHECK(fields_of(R"({"Event":{"System":{"EventID":1100,"Provider":{
      "#attributes":{"Name":"P"}}},"UserData":{"ServiceShutdown":{
      "#attributes":{"xmlns":"http://x"}}}}})") ==
          "EventID=1100;Provider=P;UserData=ServiceShutdown;ServiceShutdown=;");
  }

  TEST_CASE("Wazuh, as it is sent and as an alert") {
    const std::string win = R"("win":{"system":{"providerName":"P",
      "providerGuid":"{54849625-5478-4994-a5ba-3e3b0328c30d}","eventID":"4625",
      "version":"0","level":"0","task":"12544","opcode":"0",
      "keywords":"0x8010000000000000","systemTime":"2025-03-03T07:00:05.760644000Z",
      "eventRecordID":"7","processID":"652","threadID":"8","channel":"Security",
      "computer":"dc01","severityValue":"AUDIT_FAILURE",
      "message":"\"An account failed.\""},
      "eventdata":{"targetUserName":"alice","ipAddress":"10.0.0.7"}})";
    const std::string expected =
        "TimeCreated=2025-03-03T07:00:05.7606440Z;EventID=4625;Provider=P;"
        "ProviderGuid={54849625-5478-4994-a5ba-3e3b0328c30d};Channel=Security;"
        "Computer=dc01;EventRecordID=7;Level=0;Task=12544;Opcode=0;"
        "Keywords=0x8010000000000000;Version=0;ProcessID=652;ThreadID=8;"
        "TargetUserName=alice;IpAddress=10.0.0.7;Message=An account failed.;";
    CHECK(fields_of("{" + win + "}") == expected);
    CHECK(fields_of(
              R"({"timestamp":"2025","rule":{"level":5},"agent":{"id":"1"},)"
              R"("data":{)" +
              win + R"(},"location":"EventChannel"})") == expected);
    CHECK(fields_of(R"({"_index":"w","_source":{"data":{)" + win + "}}}") ==
          expected);
  }

  TEST_CASE("Wazuh's UserData") {
    CHECK(fields_of(R"({"win":{"system":{"eventID":"1102"},
      "logFileCleared":{"subjectUserName":"alice"}}})") ==
          "EventID=1102;UserData=LogFileCleared;SubjectUserName=alice;");
  }

  TEST_CASE("Fluent Bit, in_winevtlog") {
    CHECK(fields_of(R"({"ProviderName":"P","ProviderGuid":"","Qualifiers":"",
      "EventID":4624,"Version":2,"Level":0,"Task":12544,"Opcode":0,
      "Keywords":"0x8020000000000000","TimeCreated":"2025-03-03 08:00:05 +0100",
      "EventRecordID":7,"ActivityID":"","RelatedActivityID":"","ProcessID":652,
      "ThreadID":8,"Channel":"Security","Computer":"dc01","UserID":"",
      "Message":"m","StringInserts":["S-1-0-0",3,true,""]})") ==
          "TimeCreated=2025-03-03T07:00:05.0000000Z;EventID=4624;Provider=P;"
          "Channel=Security;Computer=dc01;EventRecordID=7;Level=0;Task=12544;"
          "Opcode=0;Keywords=0x8020000000000000;Version=2;ProcessID=652;"
          "ThreadID=8;Data=S-1-0-0;Data=3;Data=true;Data=;Message=m;");
  }

  TEST_CASE("Fluent Bit, in_winlog") {
    CHECK(fields_of(
              R"({"RecordNumber":7,"TimeGenerated":"2025-03-03 08:00:05 +0100",
      "TimeWritten":"2025-03-03 08:00:06 +0100","EventID":7036,"Qualifiers":16384,
      "EventType":"Information","EventCategory":3,"Channel":"System",
      "SourceName":"S","ComputerName":"dc01","Data":"","Sid":"S-1-5-18",
      "Message":"m","StringInserts":["Themes","stopped"]})") ==
          "TimeCreated=2025-03-03T07:00:05.0000000Z;EventID=7036;"
          "Qualifiers=16384;Provider=S;Channel=System;Computer=dc01;"
          "EventRecordID=7;Level=4;Task=3;UserID=S-1-5-18;Data=Themes;"
          "Data=stopped;Message=m;");
  }

  TEST_CASE("EventLens: what it adds is left out, what it renamed goes back") {
    CHECK(fields_of(R"({"TimeCreated":"2025-03-03T07:00:05.7606440Z",
      "EventID":4771,"Provider":"P","Channel":"Security","Level":0,
      "Status":"0x18","EventData.Level":"High","Data":["a","b"],"Binary":"00",
      "File_name":"mine","Status_name":"KDC_ERR_PREAUTH_FAILED",
      "Data2_name":"B","lens_title":"t","lens_kb":["x"]})") ==
          "TimeCreated=2025-03-03T07:00:05.7606440Z;EventID=4771;Provider=P;"
          "Channel=Security;Level=0;Status=0x18;EventData.Level=High;Data=a;"
          "Data=b;File_name=mine;Binary=00;");
    CHECK(fields_of(R"({"EventID":1102,"Provider":"P","Channel":"Security",
      "UserData":"LogFileCleared","UserData.Channel":"Security",
      "SubjectUserName":"alice"})") ==
          "EventID=1102;Provider=P;Channel=Security;UserData=LogFileCleared;"
          "UserData.Channel=Security;SubjectUserName=alice;");
  }
}

}  // namespace
}  // namespace eventlens::json
