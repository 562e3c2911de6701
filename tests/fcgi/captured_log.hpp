// What the program writes to its own log, kept in memory. Not here: the events' log.
#pragma once

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>
#include <vector>

namespace yanxi {

// While it lives nothing else may be at work that logs when it begins and ends.
class CapturedLog {
  class Lines final : public spdlog::sinks::base_sink<std::mutex> {
   public:
    std::vector<std::string> take() {
      const std::lock_guard lock(mutex_);
      return std::exchange(lines_, {});
    }

   private:
    void sink_it_(const spdlog::details::log_msg& message) override {
      const auto level = spdlog::level::to_string_view(message.level);
      lines_.push_back(std::string(level.data(), level.size()) + " " +
                       std::string(message.payload.data(), message.payload.size()));
    }
    void flush_() override {}
    std::vector<std::string> lines_;
  };

 public:
  CapturedLog() {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("captured", lines_));
  }
  ~CapturedLog() { spdlog::set_default_logger(before_); }
  CapturedLog(const CapturedLog&) = delete;
  CapturedLog& operator=(const CapturedLog&) = delete;

  // "warning TEXT", each once.
  std::vector<std::string> take() { return lines_->take(); }

 private:
  std::shared_ptr<Lines> lines_ = std::make_shared<Lines>();
  std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};

}  // namespace yanxi
